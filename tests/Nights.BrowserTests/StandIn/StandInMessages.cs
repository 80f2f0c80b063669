using System.Text.Json.Serialization;

namespace Nights.BrowserTests.StandIn;

// The bodies the page may send. A field that is not in the contract is refused, so that the page cannot drift from it.

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SessionBody(string Campaign, string Link, string? Resume, string? Participant);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ConsentBody(string Version);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EmptyBody;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TimingBody(DateTimeOffset ShownAt, int DecodeMs, int HiddenCount, int[] Viewport, double PixelRatio);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AnswerBody(Guid Submission, string Trial, string Choice, int ResponseMs, TimingBody Timing);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ProblemBody(Guid Submission, string Trial, string Kind, string? Text);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ExtendBody(string Page);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FinishBody(string? Comment);
