using System.Text.Json.Serialization;

namespace Nights.BrowserTests.StandIn;

// The bodies the page may send. A field that is not in the contract is refused, so that the page cannot drift from it.

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SessionBody(
    string Campaign, string Link, string? Resume, string? Participant, string? Assignment, string? Study, string? SubmitTo, bool? Again);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PreviewBody(string Campaign, string Link);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DeviceBody(int[] Viewport, double PixelRatio, double? FrameMs, double DecodeMs, bool Touch, string Family);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ConsentBody(string Version);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EmptyBody;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TimingBody(DateTimeOffset ShownAt, int DecodeMs, int LoadMs, int HiddenCount, int BlurredCount, int[] Viewport, double PixelRatio);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AnswerBody(Guid Submission, string Trial, string Choice, int ResponseMs, TimingBody Timing);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ProblemBody(Guid Submission, string Trial, string Kind, string? Text);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ExtendBody(string Page);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FinishBody(string? Comment);
