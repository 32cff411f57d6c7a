"""What capacity costs: dated tariffs, and quotes in which every line is explained."""
