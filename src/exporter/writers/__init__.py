"""The document and its one body in, finished bytes out: `pdf`, `epub`, `html`. None of them changes a word."""
