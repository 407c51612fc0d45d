# docker build -t astro-dash . && docker run --rm -p 5006:5006 astro-dash
# Reached under another name or port than localhost:5006? Say so: -e ASTRO_DASH_HOSTS=astro.example.org
# All that may be set is in the README; several processes, a proxy and the rest are in deploy/.
ARG BASE=python:3.11-slim

FROM ${BASE} AS build

# Debian's own Python comes without the part that makes virtual environments; python.org's has it
RUN python3 -c 'import ensurepip, venv' || (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*)

# Wheels only, so that no compiler is needed
COPY requirements.lock requirements-rooms.lock /app/
RUN python3 -m venv /opt/venv && /opt/venv/bin/python -m pip install --no-cache-dir --no-compile --only-binary :all: --require-hashes -r /app/requirements.lock -r /app/requirements-rooms.lock

# What a server has no use for goes (deploy/README.md has the sizes), and what it loads is compiled
COPY app.py LICENSE /app/
COPY astro_dash /app/astro_dash
COPY assets /app/assets
COPY deploy/slim.py /app/deploy/slim.py
RUN cd /app && PYTHONPATH=/app /opt/venv/bin/python deploy/slim.py "$(/opt/venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" && rm -r /app/deploy && chmod -R a+rX /app

FROM ${BASE}

# One thread for the linear algebra: many sessions share the processors, and more threads are slower at these sizes
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1 PATH=/opt/venv/bin:$PATH \
    ASTRO_DASH_PORT=5006 ASTRO_DASH_ADDRESS=0.0.0.0

# By its number, which Kubernetes can see to be none of root's
RUN id -u astro || useradd --system --user-group --uid 10001 --no-create-home --home-dir /nonexistent astro
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app

USER 10001:10001
WORKDIR /app
EXPOSE 5006
STOPSIGNAL SIGTERM
# Builders of OCI images leave this out; compose.yaml and the manifests in deploy/ say it again
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["/opt/venv/bin/python", "-m", "astro_dash", "health"]
CMD ["/opt/venv/bin/python", "-m", "astro_dash", "serve"]
