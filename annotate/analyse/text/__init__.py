"""The readable text and its layout: sentences, glued words, quotation marks, lines of the page."""
