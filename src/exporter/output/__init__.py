"""What is saved: the ledger, files replaced as a whole, and what earlier runs left."""
