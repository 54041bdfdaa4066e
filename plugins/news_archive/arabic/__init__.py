"""Arabic text as strings: code points, tokens, normal forms, stems, dates, digits. str -> str, no I/O, no state."""
