"""Saves files: writes the ledger, replaces each file as a whole, and handles the files of earlier exports."""
