"""What is published and kept: documents, pin, high-water mark, and the list in force."""
