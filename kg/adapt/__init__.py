"""Adapt: raw files of a publisher in, the tables of a source out, by the adaptor that lies beside them."""
