using Microsoft.AspNetCore.Http.Features;
using Nights.Crowd.Campaigns;

namespace Nights.Crowd.Sessions;

/// <summary>Whose call it is: the session of the bearer token.</summary>
internal sealed record HitCaller(Guid SessionId, Guid ParticipantId, RunningCampaign Campaign)
{
    /// <summary>Binds what <see cref="SessionGate"/> has found.</summary>
    public static ValueTask<HitCaller> BindAsync(HttpContext http) => ValueTask.FromResult(http.Features.GetRequiredFeature<HitCaller>());
}
