"""Everything that is kept, in one file: the rows of the database and the files that they name.

`contents` says what a database holds, `databases` copies and replaces it, `files` writes the one
file and reads it again, `restoring` puts what is in it in the place of what is there.
"""
