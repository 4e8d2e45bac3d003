"""Access control: only the app's own pages, on this machine and with its token, may send requests.

Another page in the same browser could send requests to a local server, or rebind its own name to the server's address.
So every request must name the app's own host (against DNS rebinding), every change must come from the app's own origin
(against request forgery), and every request must carry the token that the command printed: first in the address, then
in a same-site cookie.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable

from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp

COOKIE = "annotate_review"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard(BaseHTTPMiddleware):
    """Refuses requests that do not come from the app's own pages, and sets security headers."""

    def __init__(self, app: ASGIApp, *, token: str, hosts: frozenset[str]) -> None:
        super().__init__(app)
        self._token = token
        self._hosts = hosts

    async def dispatch(self, request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        """Pass a request on, or answer it with the reason for its refusal."""
        response = self._refusal(request) or await call_next(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def _refusal(self, request: Request) -> Response | None:
        host = request.headers.get("host", "")
        if host not in self._hosts:
            return PlainTextResponse("This server answers only at its own address.", 421)
        origin = request.headers.get("origin")
        if origin is not None and origin != f"http://{host}":
            return PlainTextResponse("Requests from other sites are refused.", 403)
        if request.method not in ("GET", "HEAD") and origin is None:
            return PlainTextResponse("A change must name its origin.", 403)
        given = request.query_params.get("token")
        if given is not None and self._is_token(given):
            # Remove the token from the address at once, so that it is kept in no history and no bookmark.
            answer = RedirectResponse(str(request.url.remove_query_params("token").path), 303)
            answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict", path="/")
            return answer
        if not self._is_token(request.cookies.get(COOKIE, "")):
            return PlainTextResponse("Open the address that `annotate review` printed; it holds the token.", 401)
        return None

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self._token.encode())
