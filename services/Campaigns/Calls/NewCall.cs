using System.Text.Json;
using Nights.Database.Channels;

namespace Nights.Campaigns.Calls;

/// <summary>Calls to be added to the transaction that decides them.</summary>
internal static class NewCall
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static ChannelCall Of(TimeProvider clock, Guid study, Guid? submission, CallKind kind, string key, object payload, string who) => new()
    {
        Id = Guid.CreateVersion7(),
        StudyId = study,
        SubmissionId = submission,
        Kind = kind,
        Key = key,
        Payload = JsonSerializer.Serialize(payload, Json),
        State = CallState.Waiting,
        NotBefore = clock.GetUtcNow(),
        By = who,
        CreatedAt = clock.GetUtcNow(),
    };
}

/// <summary>What a bonus call says.</summary>
internal sealed record BonusPayload(string Kind, long AmountMinor, string Reason);

/// <summary>What a letter says.</summary>
internal sealed record LetterPayload(string Subject, string Text);

/// <summary>What a block or its end says.</summary>
internal sealed record ReasonPayload(string Reason);
