"""What the law says of days and terms, as dated data. Rules above ask; an unknown year is answered with no."""
