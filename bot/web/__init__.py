"""What speaks HTTP: the API, the apps' webhooks, Rasa's actions, the pages and the widget.

In: requests. Out: JSON, pages. Imports: every room but the commands; never `knowledge`, whose
library comes as a protocol (`documents_api.DocumentLibrary`).
"""
