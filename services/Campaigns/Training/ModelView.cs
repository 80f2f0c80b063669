using System.Text.Json;
using Nights.Database.Training;

namespace Nights.Campaigns.Training;

/// <summary>A registered metric as the API and the console show it.</summary>
internal sealed record ModelView(Guid Id, string Name, string Version, Guid RunId, JsonElement Evaluation, string ManifestSha256, DateTimeOffset CreatedAt)
{
    public static ModelView Of(Model model) =>
        new(model.Id, model.Name, model.Version, model.RunId, JsonSerializer.Deserialize<JsonElement>(model.Evaluation), model.ManifestSha256, model.CreatedAt);
}
