"""One adaptor a source: raw rows of a publisher in, table rows out."""
