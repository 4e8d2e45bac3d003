"""One description of the tables that CSV, spreadsheets and databases share."""
