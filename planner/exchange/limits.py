"""How much is read before a file is turned away, so that no file can fill the memory."""

MAX_FILE_BYTES = 64 * 1024 * 1024
"""Size of one CSV file or of one packed workbook, in bytes."""

MAX_SETTINGS_BYTES = 256 * 1024
"""Size of cycle.toml, in bytes."""

MAX_ROWS = 1_000_000
"""Rows of one table, without its header."""

MAX_COLUMNS = 200
"""Columns of one table."""

MAX_LINE_BYTES = 2_000_000
"""Length of one line of a CSV file, in bytes."""

MAX_CELL = 131_072
"""Characters of one cell; the tables themselves allow less."""

MAX_UNPACKED_BYTES = 600 * 1024 * 1024
"""Size of everything inside a workbook once it is unpacked, in bytes."""

MAX_EXPANSION = 30
"""How many times larger a workbook may become when unpacked (honest ones stay near 10)."""

FREE_EXPANSION_BYTES = 8 * 1024 * 1024
"""Below this unpacked size, in bytes, the expansion of a workbook does not matter."""

MAX_PARTS = 1_000
"""Files inside a workbook."""

MAX_CELLS = 16_000_000
"""Cells of one sheet, counted as its last row times its last column."""

MAX_ALIKE = 1_000
"""Findings with the same wording in one column that are listed one by one."""
