"""What speaks HTTP: the API, the apps' webhooks, Rasa's actions, the pages and the widget.

Goes in: requests. Comes out: JSON, pages. Imports: every room but the commands; never `knowledge`,
whose library comes as a protocol (`documents_api.DocumentLibrary`).
"""
