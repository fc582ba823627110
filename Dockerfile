# The daemon with its web page. Data (database, captures) lives in the volume /data, the operator's files in /etc/monitor.
FROM python:3.13-slim-trixie AS build
WORKDIR /src
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.lock ./
RUN python -m venv /opt/monitor && /opt/monitor/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY monitor ./monitor
RUN /opt/monitor/bin/pip install --no-deps --no-build-isolation . \
    && /opt/monitor/bin/python -m compileall -q /opt/monitor

# Pages that scripts make (`render: chromium`) need more than this image has: docs/operators/sources.md.
FROM python:3.13-slim-trixie
RUN groupadd --system --gid 10001 monitor \
    && useradd --system --uid 10001 --gid 10001 --create-home --home-dir /var/lib/monitor monitor \
    && install -d -o monitor -g monitor /data /etc/monitor
COPY --from=build /opt/monitor /opt/monitor
COPY --chown=monitor:monitor sources.yaml /etc/monitor/sources.yaml
COPY --chown=monitor:monitor config /etc/monitor/config
ENV PATH=/opt/monitor/bin:$PATH \
    MONITOR_SOURCES=/etc/monitor/sources.yaml \
    MONITOR_CONFIG=/etc/monitor/config \
    MONITOR_DATABASE=sqlite:////data/monitor.db \
    MONITOR_DATA=/data
USER 10001:10001
WORKDIR /etc/monitor
VOLUME /data
EXPOSE 8000
# Loopback of the container: set MONITOR_HOST=0.0.0.0 and MONITOR_PASSWORD to reach the page from outside.
HEALTHCHECK --interval=60s --timeout=10s --start-period=30s CMD ["monitor", "health"]
STOPSIGNAL SIGTERM
CMD ["monitor", "run"]
