using Nights.Database;
using Nights.Hosting;
using Nights.Hosting.Bus;
using Nights.Hosting.Health;
using Nights.Trainer;

if (await HealthVerb.Run(args)) return;

var builder = WebApplication.CreateBuilder(args);
builder.AddNightsHosting().AddNightsBus(bus => bus.AddTrainerConsumers());
builder.Services.AddNightsDatabase(
    builder.Configuration.GetConnectionString("Nights")
    ?? throw new InvalidOperationException("ConnectionStrings:Nights is not set; set ConnectionStrings__Nights to the PostgreSQL database."));
builder.AddTrainer();

var app = builder.Build();
app.MapNightsHealth();
await app.RunAsync();
