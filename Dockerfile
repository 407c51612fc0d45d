# docker build -t astro-dash . && docker run --rm -p 5006:5006 astro-dash
# Reached under another name or port than localhost:5006? Say so: -e BOKEH_ALLOW_WS_ORIGIN=astro.example.org
ARG BASE=python:3.11-slim
FROM ${BASE}

# One thread for the linear algebra: many sessions share the processors, and more threads are slower at these sizes
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1

# Debian's own Python comes without the part that makes virtual environments; python.org's has it
RUN python3 -c 'import ensurepip, venv' || (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*)

# Wheels only, so that no compiler is needed; pip goes again, since nothing is installed later
COPY requirements.lock requirements-rooms.lock /app/
RUN python3 -m venv /opt/venv && /opt/venv/bin/python -m pip install --no-cache-dir --only-binary :all: --require-hashes -r /app/requirements.lock -r /app/requirements-rooms.lock && /opt/venv/bin/python -m pip uninstall --yes pip setuptools

COPY app.py LICENSE /app/
COPY astro_dash /app/astro_dash
COPY assets /app/assets

RUN chmod -R a+rX /app && (id -u astro || useradd --system --user-group --no-create-home --home-dir /nonexistent astro)
USER astro
WORKDIR /app
EXPOSE 5006
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["/opt/venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:5006/liveness', timeout=4)"]
CMD ["/opt/venv/bin/python", "-m", "astro_dash", "serve", "--port", "5006", "--address", "0.0.0.0"]
