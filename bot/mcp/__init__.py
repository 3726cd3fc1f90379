"""The library for other programs, by the Model Context Protocol (https://modelcontextprotocol.io).

Goes in: a tool's arguments, checked against its schema. Comes out: a text with its sources and the same
as JSON, or one of the protocol's errors. Imports: knowledge, and of `bot` errors, dialogue's answers,
delivery's limits, web's values. Only `thidua mcp` imports it: the assistant starts without it.
"""
