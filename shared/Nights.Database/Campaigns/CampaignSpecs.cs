using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Nights.Domain.Campaigns;

namespace Nights.Database.Campaigns;

/// <summary>How a spec is kept in its campaign's row, for every service that reads it: camelCase, rules by name or number.</summary>
public static class CampaignSpecs
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    // Keys that older versions did not know are written only where they say something: the hash of a spec stands in its snapshots and must not change.
    private static readonly HashSet<string> LeftOutAtDefault =
        ["variations", "safety", "noise", "guidanceRescale", "redraws", "pricePerImageMinor",
            "confidence", "ambiguousShare", "clearAgreement", "leastChance", "toleratedDissents", "toleratedBelowSkill"];

    private const string TaskKey = "task";

    // Likewise, of the quality rules: all but those that the first version knew.
    private static readonly HashSet<string> FirstQualityKeys = ["practice", "practiceRight", "goldShare", "goldBeforeJudging", "goldRightShare", "tooFastMs"];

    private static readonly JsonSerializerOptions Writing = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(LeaveOutDefaults),
    };

    /// <summary>The spec of a campaign.</summary>
    public static CampaignSpec ReadSpec(this Campaign campaign) => Read(campaign.Spec);

    /// <summary>The spec kept as <see cref="Campaign.Spec"/>.</summary>
    /// <exception cref="JsonException">The text is no spec.</exception>
    public static CampaignSpec Read(string json) =>
        JsonSerializer.Deserialize<CampaignSpec>(json, Reading) ?? throw new JsonException("A campaign's spec is null.");

    /// <summary>The text for <see cref="Campaign.Spec"/>.</summary>
    public static string Write(CampaignSpec spec) => JsonSerializer.Serialize(spec, Writing);

    private static void LeaveOutDefaults(JsonTypeInfo type)
    {
        if (type.Type == typeof(CampaignSpec)) LeaveOut(type, new CampaignSpec { Name = "" }, key => key is TaskKey or "jnd" or "guide");
        if (type.Type == typeof(PaintingSpec)) LeaveOut(type, new PaintingSpec(), LeftOutAtDefault.Contains);
        if (type.Type == typeof(VoteSpec)) LeaveOut(type, new VoteSpec(), LeftOutAtDefault.Contains);
        if (type.Type == typeof(QualitySpec)) LeaveOut(type, new QualitySpec(), key => !FirstQualityKeys.Contains(key));
    }

    private static void LeaveOut<T>(JsonTypeInfo type, T defaults, Func<string, bool> which) where T : class
    {
        foreach (var property in type.Properties.Where(property => which(property.Name)))
        {
            // Statements look for this one by its name.
            if (property.Name is TaskKey) property.CustomConverter = new JsonStringEnumConverter<CampaignTask>(JsonNamingPolicy.CamelCase);
            var usual = property.Get!(defaults);
            property.ShouldSerialize = (_, value) => !Equals(value, usual);
        }
    }
}
