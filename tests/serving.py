"""Serve RDF on loopback with a real SPARQL server, for the tests that ask one."""

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Thread

import uvicorn
from fastapi import FastAPI
from rdflib import Dataset
from rdflib_endpoint import SparqlRouter


@contextmanager
def sparql_server(datasets: Mapping[str, Dataset]) -> Iterator[str]:
    """Serve each dataset under its name on a free port of 127.0.0.1, and yield the address before the names."""
    app = FastAPI()
    for name, dataset in datasets.items():
        app.include_router(SparqlRouter(path=f"/{name}", graph=dataset))
    listening = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    thread = Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    end = time.monotonic() + 10
    while not running.started and time.monotonic() < end:
        time.sleep(0.02)
    assert running.started
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    running.should_exit = True
    thread.join(10)
    listening.close()
    assert not thread.is_alive()
