"""The tables for people with a spreadsheet: CSV, XLSX, and the columns that Screaming Frog has."""
