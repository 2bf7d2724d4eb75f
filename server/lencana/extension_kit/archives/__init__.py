"""Archives of the extension, signed by the organisation or by Mozilla.

In: files, a key. Out: ZIP, CRX3 or XPI.
"""
