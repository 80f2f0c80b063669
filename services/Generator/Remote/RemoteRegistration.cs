using Microsoft.Extensions.Options;
using Nights.Generator.Painting;
using Nights.Generator.Remote.Pictures;
using Nights.Generator.Remote.Requests;
using Nights.Generator.Remote.Service;

namespace Nights.Generator.Remote;

/// <summary>How a generator gets the painter that asks a service. Without an endpoint it is there and paints nothing.</summary>
internal static class RemoteRegistration
{
    public static IHostApplicationBuilder AddRemotePainter(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<RemoteOptions>, RemoteOptionsCheck>();
        builder.Services.AddOptions<RemoteOptions>().BindConfiguration(RemoteOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<RemoteMeter>();
        builder.Services.AddSingleton<RemoteHttp>();
        builder.Services.AddSingleton<ServicePace>();
        builder.Services.AddSingleton<ImagesService>();
        builder.Services.AddSingleton<RequestLedger>();
        builder.Services.AddSingleton<PictureFetch>();
        builder.Services.AddSingleton<ReceivePicture>();
        builder.Services.AddSingleton<BuyPictures>();
        builder.Services.AddSingleton<FetchPictures>();
        builder.Services.AddSingleton<FinishTriplet>();
        builder.Services.AddSingleton<ITripletPainter, RemotePainter>();
        return builder;
    }
}
