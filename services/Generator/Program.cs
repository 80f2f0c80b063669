using Nights.Generator;
using Nights.Hosting;
using Nights.Hosting.Bus;
using Nights.Hosting.Health;

if (await HealthVerb.Run(args)) return;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddNightsHosting();
builder.AddGenerator();
builder.AddNightsBus(bus => bus.AddGeneratorConsumers());

var app = builder.Build();
app.MapNightsHealth();
await app.RunAsync();
