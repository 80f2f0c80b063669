using System.Text.Json;
using System.Text.Json.Serialization;
using Nights.Domain.Campaigns;

namespace Nights.Database.Campaigns;

/// <summary>How a spec is kept in its campaign's row, for every service that reads it: camelCase, rules by name or number.</summary>
public static class CampaignSpecs
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The spec of a campaign.</summary>
    public static CampaignSpec ReadSpec(this Campaign campaign) => Read(campaign.Spec);

    /// <summary>The spec kept as <see cref="Campaign.Spec"/>.</summary>
    /// <exception cref="JsonException">The text is no spec.</exception>
    public static CampaignSpec Read(string json) =>
        JsonSerializer.Deserialize<CampaignSpec>(json, Reading) ?? throw new JsonException("A campaign's spec is null.");

    /// <summary>The text for <see cref="Campaign.Spec"/>.</summary>
    public static string Write(CampaignSpec spec) => JsonSerializer.Serialize(spec, JsonSerializerOptions.Web);
}
