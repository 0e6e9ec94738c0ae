FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /source
RUN python -m venv /opt/colloquy
COPY constraints.txt ./
# PyTorch for the processor; the package index's own Linux build brings gigabytes of CUDA.
# Only here, so that PyTorch's index is asked for nothing else than PyTorch and what it needs.
RUN /opt/colloquy/bin/pip install -c constraints.txt torch==2.13.0 \
    --extra-index-url https://download.pytorch.org/whl/cpu
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY src src
COPY seeds seeds
RUN /opt/colloquy/bin/pip install -c constraints.txt .

FROM python:3.11-slim
COPY --from=build /opt/colloquy /opt/colloquy
RUN useradd --create-home --uid 10001 colloquy \
    && install --directory --owner colloquy --mode 700 /data
ENV PATH=/opt/colloquy/bin:$PATH \
    DATABASE_URL=sqlite:////data/colloquy.db \
    PYTHONUNBUFFERED=1
USER colloquy
WORKDIR /home/colloquy
VOLUME /data
STOPSIGNAL SIGTERM
ENTRYPOINT ["colloquy"]
CMD ["run"]
