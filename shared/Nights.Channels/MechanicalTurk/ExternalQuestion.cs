using System.Globalization;
using System.Xml.Linq;

namespace Nights.Channels.MechanicalTurk;

/// <summary>
/// A page of ours as a question: the service shows it in a frame and adds assignmentId, hitId, workerId and turkSubmitTo to its address. While somebody
/// only looks, assignmentId is <see cref="Preview"/>.
/// </summary>
public static class ExternalQuestion
{
    public const string Preview = "ASSIGNMENT_ID_NOT_AVAILABLE";

    /// <summary>Path below turkSubmitTo to which the participant's browser posts at the end.</summary>
    public const string SubmitPath = "/mturk/externalSubmit";

    private static readonly XNamespace Namespace = "http://mechanicalturk.amazonaws.com/AWSMechanicalTurkDataSchemas/2006-07-14/ExternalQuestion.xsd";

    /// <param name="page">HTTPS; its query is kept.</param>
    /// <param name="frameHeight">Pixels; 0 fits the browser.</param>
    public static string Write(Uri page, int frameHeight)
    {
        ArgumentNullException.ThrowIfNull(page);
        return new XElement(
            Namespace + "ExternalQuestion",
            new XElement(Namespace + "ExternalURL", page.AbsoluteUri),
            new XElement(Namespace + "FrameHeight", frameHeight.ToString(CultureInfo.InvariantCulture))).ToString(SaveOptions.DisableFormatting);
    }
}
