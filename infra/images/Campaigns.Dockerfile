# syntax=docker/dockerfile:1.7
# docker build -f infra/images/Campaigns.Dockerfile .
FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish services/Campaigns -c Release -o /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble
WORKDIR /app
COPY --from=build /app .
ENV ASPNETCORE_HTTP_PORTS=8080 HOME=/tmp
USER $APP_UID
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=6 CMD ["./Nights.Campaigns", "--health", "http://127.0.0.1:8080/health/ready"]
ENTRYPOINT ["./Nights.Campaigns"]
