using Microsoft.Playwright;

namespace Nights.BrowserTests.Visits;

/// <summary>The windows the page is looked at in.</summary>
internal static class Screens
{
    public static BrowserNewContextOptions Desktop => new() { ViewportSize = new() { Width = 1280, Height = 800 } };
    public static BrowserNewContextOptions Phone => Touch(390, 844, 2);
    public static BrowserNewContextOptions PhoneOnItsSide => Touch(844, 390, 2);

    /// <summary>1280x800 at 200 %: half the CSS pixels, twice the density.</summary>
    public static BrowserNewContextOptions Zoomed => new() { ViewportSize = new() { Width = 640, Height = 400 }, DeviceScaleFactor = 2 };

    private static BrowserNewContextOptions Touch(int width, int height, float density) =>
        new() { ViewportSize = new() { Width = width, Height = height }, DeviceScaleFactor = density, HasTouch = true, IsMobile = true };
}
