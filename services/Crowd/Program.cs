using Nights.Crowd;
using Nights.Database;
using Nights.Hosting;
using Nights.Hosting.Bus;
using Nights.Hosting.Health;
using Nights.Hosting.Secrecy;

if (await HealthVerb.Run(args)) return;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddNightsHosting();
builder.AddNightsSecrets();
builder.Services.AddNightsDatabase(
    builder.Configuration.GetConnectionString("Nights")
    ?? throw new InvalidOperationException("The connection string of PostgreSQL is not set; set the environment variable NIGHTS__ConnectionStrings__Nights."),
    pointReads: true);
builder.AddNightsBus(bus => bus.AddCrowdConsumers());
builder.AddCrowd();

var app = builder.Build();
app.MapCrowd();
app.MapNightsHealth();
await app.RunAsync();
