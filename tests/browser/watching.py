"""What no page may do: ask another host, break the content security policy, write an error to the console."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Request, Response

# Chromium says this of every answer from 400 on; answers() judges those itself.
SAID_OF_ANSWERS = "Failed to load resource: the server responded with a status of"
# A test may ask for a page that refuses; a style, script, font or picture must always be there.
MAY_REFUSE = {"document", "xhr", "fetch"}


class Watcher:
    """Watches contexts, and keeps a sentence for each thing that no page may do."""

    def __init__(self, *, host: str) -> None:
        self.host = host
        self.seen: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        """Watch every page of a context, those opened later too."""
        context.on("request", self.request)
        context.on("response", self.response)
        context.on("console", self.console)
        context.on("weberror", lambda error: self.error(error.error))

    def request(self, request: Request) -> None:
        """Note a request to any other host."""
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.seen.append(f"asked another host: {request.url}")

    def response(self, response: Response) -> None:
        """Note a missing part of a page, and every fault of the server."""
        refused = response.status >= 400 and response.request.resource_type not in MAY_REFUSE
        if refused or response.status >= 500:
            self.seen.append(f"got {response.status} for {response.url}")

    def console(self, message: ConsoleMessage) -> None:
        """Note an error in the console, which is where a broken security policy shows."""
        if message.type == "error" and not message.text.startswith(SAID_OF_ANSWERS):
            self.seen.append(f"console error: {message.text}")

    def error(self, error: Error) -> None:
        """Note an error that no script caught."""
        self.seen.append(f"script error: {error}")
