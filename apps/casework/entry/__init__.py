"""The entry of an application from its declaration (``core.declarations.Entry``): draft, form, check, submission.

A kind whose application is one page of sections, named persons, tables and papers declares an ``Entry`` beside its
``CaseKind`` and puts ``*entry_urls("kind")`` into its urls; everything here works for it.
"""
