"""moto's server, so that many calls cost little: run it as moto.server.

- A connection is kept for the next call.
- Calls are not logged, and which services there are is looked up once.
- A statement of a function is removed on the revision that is named: moto compares it with a list.
"""

import io

import moto.backends
from moto.awslambda.policy import Policy
from werkzeug.serving import WSGIRequestHandler

SERVICES = tuple(moto.backends.list_of_moto_modules())
WITHOUT_BODY = ("204", "304")


def answer(self):
    """Reads a whole request and writes a whole answer, so that nothing is left on the connection for the next."""
    environ = self.make_environ()
    is_chunked = environ.get("wsgi.input_terminated", False)
    length = -1 if is_chunked else int(environ.get("CONTENT_LENGTH") or 0)
    environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(length))
    started = []
    parts = self.server.app(environ, lambda status, headers, _exc_info=None: started.append((status, headers)))
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    status, headers = started[-1]
    if self.command == "HEAD" or status[:3] in WITHOUT_BODY:
        body = b""
    else:
        headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        headers.append(("Content-Length", str(len(body))))
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers), "", ""]
    self.wfile.write("\r\n".join(lines).encode("latin-1") + body)


REMOVE = Policy.del_statement


def remove_on_revision(self, sid, revision=""):
    REMOVE(self, sid, revision[0] if isinstance(revision, list) else revision)


moto.backends.list_of_moto_modules = lambda: SERVICES
Policy.del_statement = remove_on_revision
WSGIRequestHandler.protocol_version = "HTTP/1.1"
WSGIRequestHandler.run_wsgi = answer

if __name__ == "__main__":
    from moto.server import main

    main()
