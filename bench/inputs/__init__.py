"""What is measured with: messages, names and lists, made up from a fixed seed."""
