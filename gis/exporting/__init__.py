"""Tables as files: CSV, XLSX, GeoPackage. Written row by row, so that memory does not grow."""
