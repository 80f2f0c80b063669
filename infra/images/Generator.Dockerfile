# syntax=docker/dockerfile:1.7
# docker build -f infra/images/Generator.Dockerfile --target cpu .
# docker build -f infra/images/Generator.Dockerfile --target cuda --build-arg ACCELERATOR=cuda .
FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
ARG ACCELERATOR=cpu
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish services/Generator -c Release -p:Accelerator=$ACCELERATOR -o /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble AS dotnet

# ONNX Runtime's CUDA provider (1.31) is linked to CUDA 13 (libcudart.so.13, libcublas.so.13) and loads cuDNN 9: both come from the image.
FROM nvidia/cuda:13.0.1-cudnn-runtime-ubuntu24.04 AS cuda
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libicu74 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 1654 --no-create-home nights \
    && install -d -o 1654 /cache
COPY --from=dotnet /usr/share/dotnet /usr/share/dotnet
WORKDIR /app
COPY --from=build /app .
ENV DOTNET_ROOT=/usr/share/dotnet ASPNETCORE_HTTP_PORTS=8080 HOME=/tmp
USER 1654
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=6 CMD ["./Nights.Generator", "--health", "http://127.0.0.1:8080/health/ready"]
ENTRYPOINT ["./Nights.Generator"]

FROM dotnet AS cpu
RUN install -d -o $APP_UID /cache
WORKDIR /app
COPY --from=build /app .
ENV ASPNETCORE_HTTP_PORTS=8080 HOME=/tmp
USER $APP_UID
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=6 CMD ["./Nights.Generator", "--health", "http://127.0.0.1:8080/health/ready"]
ENTRYPOINT ["./Nights.Generator"]
