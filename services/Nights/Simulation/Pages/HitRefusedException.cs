using System.Net;

namespace Nights.Local.Simulation.Pages;

/// <summary>The server understood a call and said no.</summary>
internal sealed class HitRefusedException(string call, HttpStatusCode status, string code, string? detail)
    : Exception($"{call} was refused: {(int)status} {code}{(detail is null ? "" : $", {detail}")}")
{
    public HttpStatusCode Status => status;

    /// <summary>The machine word of the problem document.</summary>
    public string Code => code;
}
