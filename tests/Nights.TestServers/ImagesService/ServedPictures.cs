using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Nights.TestServers.ImagesService;

/// <summary>Pictures that were answered as addresses, served from the same place without a key.</summary>
internal sealed class ServedPictures(ImagesServerRules rules)
{
    private readonly ConcurrentDictionary<string, byte[]> pictures = new();

    public ConcurrentQueue<PictureFault> Faults { get; } = new();

    public ConcurrentQueue<AskedRequest> Asked { get; } = new();

    /// <returns>The picture's address.</returns>
    public string Keep(byte[] picture, string endpoint)
    {
        var name = $"{Guid.CreateVersion7():N}.png";
        pictures[name] = picture;
        return new Uri(new Uri(endpoint), "/pictures/" + name).AbsoluteUri;
    }

    public async Task Serve(HttpContext http, string name)
    {
        Asked.Enqueue(await AskedRequest.Read(http.Request, rules.Clock.GetUtcNow()));
        PictureFault? fault = Faults.TryDequeue(out var ordered) ? ordered : null;
        if (fault is PictureFault.Circle)
            Faults.Enqueue(PictureFault.Circle);
        http.Response.ContentType = fault is PictureFault.Page ? "text/html" : rules.PictureType;
        http.Response.StatusCode = fault switch
        {
            PictureFault.Away => 503,
            PictureFault.Gone => 404,
            PictureFault.Moved or PictureFault.Circle => 302,
            PictureFault.Page => 200,
            _ => pictures.ContainsKey(name) ? 200 : 404,
        };
        if (fault is PictureFault.Moved or PictureFault.Circle)
            http.Response.Headers.Location = $"/pictures/{name}";
        if (http.Response.StatusCode != 200)
            return;
        var body = fault is PictureFault.Page ? "<html></html>"u8.ToArray() : pictures[name];
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.AsMemory(0, fault is PictureFault.Cut ? body.Length / 2 : body.Length));
        await http.Response.Body.FlushAsync();
        if (fault is PictureFault.Cut)
            http.Abort();
    }
}
