"""Write numbers, their bounds and units, days and periods as people of each language write them."""
