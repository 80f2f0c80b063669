using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nights.Contracts;
using Nights.Generator.Remote.Pictures;

namespace Nights.Generator.Remote.Requests;

/// <summary>
/// One request of <c>POST /images/generations</c>: which pictures it is for, its body, and its Idempotency-Key. All three follow from the order, the pictures and
/// the options, so that whoever sends the request again, on whatever machine, sends the same bytes under the same key.
/// </summary>
internal sealed record ImagesRequest(IReadOnlyList<Slot> Slots, PictureSize Size, byte[] Body, string Key)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The request's name in the book, e.g. "0.0_1.0-1a2b3c4d5e6f".</summary>
    public string Name => $"{string.Join('_', Slots)}-{Key[..12]}";

    public static ImagesRequest For(PaintTriplet order, IReadOnlyList<Slot> slots, PictureSize size, RemoteOptions options)
    {
        var body = Encoding.UTF8.GetBytes(Fields(order, slots.Count, size, options).ToJsonString(Plain));
        return new ImagesRequest(slots, size, body, KeyOf(order, slots, body));
    }

    private static JsonObject Fields(PaintTriplet order, int count, PictureSize size, RemoteOptions options)
    {
        var fields = new JsonObject { ["model"] = options.Model, ["prompt"] = order.Prompt, ["n"] = count, ["size"] = size.ToString() };
        if (options.Quality.Length > 0)
            fields["quality"] = options.Quality;
        if (options.Style.Length > 0)
            fields["style"] = options.Style;
        if (options.ResponseFormat != RemoteOptions.Default)
            fields["response_format"] = options.ResponseFormat;
        return fields;
    }

    private static string KeyOf(PaintTriplet order, IReadOnlyList<Slot> slots, byte[] body)
    {
        var subject = $"nights|{order.PaintingId:N}|{order.Attempt}|{string.Join('_', slots)}|";
        return Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(subject), .. body]));
    }
}
