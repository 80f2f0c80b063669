using Nights.Campaigns;
using Nights.Database;
using Nights.Hosting;
using Nights.Hosting.Bus;
using Nights.Hosting.Health;
using Nights.Hosting.Secrecy;

if (await HealthVerb.Run(args)) return;

var builder = WebApplication.CreateBuilder(args);
builder.AddNightsHosting();
var database = builder.Configuration.GetConnectionString("Nights")
    ?? throw new InvalidOperationException("The database is not set; set ConnectionStrings__Nights, e.g. Host=db;Database=nights;Username=nights;Password=…");

if (args is ["migrate", ..])
{
    await ApplyMigrations.Run(database, CancellationToken.None);
    return;
}

builder.Services.AddNightsDatabase(database);
builder.AddNightsSecrets();
builder.AddNightsBus(bus => bus.AddCampaignsConsumers());
builder.AddCampaigns();

var app = builder.Build();
app.MapNightsHealth();
app.MapCampaigns();
await app.RunAsync();
