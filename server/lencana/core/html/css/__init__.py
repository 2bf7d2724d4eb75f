"""CSS, as far as it hides text: declarations, rules, the cascade.

In: style attributes and style blocks. Out: the cascaded style of each element.
"""
