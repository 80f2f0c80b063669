using System.Net;
using System.Net.Http.Headers;
using Nights.Generator.Remote.Requests;

namespace Nights.Generator.Remote.Service;

/// <summary>What an answer other than 200 means: whether money may have gone, whether to come back, and what the operator can do.</summary>
internal static class Rejection
{
    private const string Section = RemoteOptions.Section;

    public static ServiceAnswer Read(HttpStatusCode status, HttpResponseHeaders headers, ServiceError error, RemoteOptions options, DateTimeOffset now)
    {
        var said = $"{options.Host} answered {(int)status} ({error})";
        var wait = WaitHeaders.AfterRefusal(headers, now);
        if ((int)status is >= 400 and < 500 && error.IsModeration)
            return new ServiceAnswer(Fate.Refused, said);
        if (status == HttpStatusCode.PaymentRequired || error.IsOutOfCredit)
            return Never(said, "the account has no credit left: add credit or raise its billing limit, then start the painting again");
        return status switch
        {
            HttpStatusCode.TooManyRequests => Later(said) with { Wait = wait },
            HttpStatusCode.Conflict => Later(said),
            HttpStatusCode.InternalServerError or HttpStatusCode.ServiceUnavailable => Later(said) with { Wait = wait },
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new ServiceAnswer(Fate.Unknown, said) { MayBeRepeated = true, Wait = wait },
            HttpStatusCode.Unauthorized => Never(
                $"{options.Host} answered 401 ({error.Code})", $"it does not accept the API key: set {Section}:ApiKey to one that is valid"),
            HttpStatusCode.Forbidden => Never(
                said, $"the key may not use the model '{options.Model}', or the account is barred: look at the account, or choose another {Section}:Model"),
            HttpStatusCode.NotFound => Never(
                said, $"check {Section}:Endpoint (the address before /images/generations, usually ending in /v1) and {Section}:Model '{options.Model}'"),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => Never(said, $"it points elsewhere: set {Section}:Endpoint to the final address"),
            _ => Never(said, $"it does not take the request: check the prompt, and Model, Sizes, ImagesPerRequest, ResponseFormat, Quality and Style of {Section}"),
        };
    }

    private static ServiceAnswer Later(string said) => new(Fate.Rejected, said) { MayBeRepeated = true };

    private static ServiceAnswer Never(string said, string mend) => new(Fate.Rejected, $"{said}; {mend}.");
}
